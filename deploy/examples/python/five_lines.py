import grpc

from latentmesh.v1 import image_pb2, image_pb2_grpc

images = image_pb2_grpc.ImageServiceStub(grpc.insecure_channel("127.0.0.1:7400"))
request = image_pb2.GenerateImagesRequest(request={"prompt": "a red heart"})
open("heart.png", "wb").write(images.GenerateImages(request).images[0].png)
